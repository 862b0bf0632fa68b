package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the scripts' facts become. */
class ProofTest {
    private static JsonNode fact(String json) throws Exception {
        return new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    @Test
    void laterFactsOfALinkStandAndOthersWait() throws Exception {
        Proof proof = Proof.of(List.of(fact("{'kind':'serve.link','link':'vm','state':'running','evidence':''}"),
                fact("{'kind':'serve.link','link':'vm','state':'proved','evidence':'-machine … kvm-type=cvm'}"),
                fact("{'kind':'serve.link','link':'gpu','state':'failed','evidence':'no device'}"),
                fact("{'kind':'other','link':'token','state':'proved'}"),
                fact("{'kind':'serve.link','link':'nosuch','state':'proved'}")));
        assertThat(proof.at(ProofLink.VM)).isEqualTo(new Proof.Standing(Proof.State.PROVED, "-machine … kvm-type=cvm"));
        assertThat(proof.confidential()).isTrue();
        assertThat(proof.at(ProofLink.GPU).state()).isEqualTo(Proof.State.FAILED);
        assertThat(proof.at(ProofLink.TOKEN).state()).isEqualTo(Proof.State.WAITING);
        assertThat(proof.answers()).isFalse();
        assertThat(proof.links()).hasSize(ProofLink.values().length);
    }

    @Test
    void aWordOfANewerScriptProvesNothing() throws Exception {
        assertThat(Proof.NONE.with(fact("{'kind':'serve.link','link':'token','state':'splendid'}")).at(ProofLink.TOKEN)
                .state()).isEqualTo(Proof.State.UNPROVED);
    }

    @Test
    void theLastEndpointCounts() throws Exception {
        JsonNode plain = fact("{'kind':'serve.endpoint','container':'c','address':'10.88.0.2','port':8000,"
                + "'served':'m','certificate':'','keyed':false}");
        JsonNode tls = fact("{'kind':'serve.endpoint','container':'c','address':'10.88.0.3','port':8443,"
                + "'served':'m','certificate':'ab','keyed':true}");
        assertThat(ServeEndpoint.of(List.of())).isEmpty();
        assertThat(ServeEndpoint.of(List.of(plain, tls)))
                .contains(new ServeEndpoint("c", "10.88.0.3", 8443, "m", Optional.of("ab"), true));
        assertThat(ServeEndpoint.of(List.of(tls, plain)).orElseThrow().certificate()).isEmpty();
    }

    @Test
    void keysAreRandomAndWipedAndNotInWords() throws Exception {
        ServeKey one = ServeKey.random();
        String text = new String(ServeKeys.characters(one));
        try (ServeKey other = ServeKey.random()) {
            assertThat(text).matches("[A-Za-z0-9_-]{40}").isNotEqualTo(new String(ServeKeys.characters(other)));
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        one.writeTo(line);
        assertThat(line).hasToString(text + "\n");
        assertThat(one.toString()).doesNotContain(text);
        one.close();
        assertThat(ServeKeys.characters(one)).containsOnly('\0');
    }
}
