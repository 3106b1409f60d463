package dev.imagegateway.support;

import static org.assertj.core.api.Assertions.assertThat;

/** What every error has to be, whatever it says. */
public final class Problems {

    private Problems() {}

    /** That this answer is a problem in both forms: as RFC 9457 has it, and as OpenAI does. */
    public static void assertProblem(Answer answer, int status, String code, String instance) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        var body = answer.json();
        assertThat(body.path("type").asString()).isEqualTo("/problems/" + code);
        assertThat(body.path("title").asString()).isNotBlank();
        assertThat(body.path("status").intValue()).isEqualTo(status);
        assertThat(body.path("detail").asString()).isNotBlank();
        assertThat(body.path("instance").asString()).isEqualTo(instance);
        assertThat(body.path("requestId").asString()).isNotBlank().isEqualTo(answer.header("X-Request-Id"));
        assertThat(body.path("error").propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(body.at("/error/message").asString()).isNotBlank();
        assertThat(body.at("/error/code").asString()).isEqualTo(code);
        assertSaysNothingOfItsInsides(answer.text());
    }

    public static void assertSaysNothingOfItsInsides(String text) {
        assertThat(text).doesNotContain("Exception", "\tat ", "<html", "springframework", "imagegateway.", "Tomcat");
        assertThat(text).doesNotContainPattern("\\b(java|org|tools|com|reactor)\\.[a-z]+\\.");
    }
}
