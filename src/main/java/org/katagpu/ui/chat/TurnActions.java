package org.katagpu.ui.chat;

/** What can be done with a turn. */
interface TurnActions {
    void edit(int turn);

    void regenerate();

    /** Lets parts come and go: what the model thought was folded or unfolded. */
    void changed(TurnItems turn);
}
