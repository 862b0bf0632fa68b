/**
 * Fuzzing of every reader of foreign input. The ordinary run gives each target some hundred milliseconds from a fixed
 * seed; {@code mvn -Pfuzz test} gives each as long as {@code -Dfuzz.seconds} says, from a new seed. A finding's input is
 * left in {@code target/fuzz/TARGET}; mended, it goes into {@code src/test/resources/fuzz/TARGET}, which is run first.
 */
package org.katagpu.fuzz;
