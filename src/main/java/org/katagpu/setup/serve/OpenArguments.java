package org.katagpu.setup.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import org.katagpu.setup.OpenSecretException;

/** Reads the extra arguments of a stored plan: with a secret among them the field is wrong, and is named as such. */
final class OpenArguments extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1;

    OpenArguments() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw JsonMappingException.from(context, "not a text");
        }
        String extra = json.getText();
        if (OpenSecrets.in(extra)) {
            OpenSecretException secret = new OpenSecretException("the extra arguments");
            throw JsonMappingException.from(context, secret.getMessage(), secret);
        }
        return extra;
    }
}
