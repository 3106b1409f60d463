package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a browser is shown without a key. */
@ExtendWith(Suite.class)
class PagesTests {

    @Test
    void homeHasLinksAndAnIcon(Gateway gateway) {
        var home = gateway.send(gateway.to("/"));
        assertThat(home.status()).isEqualTo(200);
        assertThat(home.header("Content-Type")).startsWith("text/html");
        assertThat(home.text()).contains("href=\"/docs\"", "href=\"/problems\"", "href=\"/v3/api-docs\"");
        var icon = gateway.send(gateway.to("/favicon.ico"));
        assertThat(icon.status()).isEqualTo(200);
        assertThat(icon.header("Content-Type")).startsWith("image/");
    }

    @Test
    void problemPageShowsAnExampleAndNamesAsCode(Gateway gateway) {
        var page = gateway.send(gateway.to("/problems/invalid-request")).text();

        assertThat(page)
                .contains("Each entry of <code>errors</code> names the place (<code>pointer</code> into the body")
                .contains(
                        "&quot;type&quot; : &quot;/problems/invalid-request&quot;",
                        "&quot;pointer&quot; : &quot;/n&quot;")
                .doesNotContain("`");
        for (var type : ProblemType.values()) {
            var answer = gateway.send(gateway.to("/problems/" + type.code()));
            assertThat(answer.text()).contains("<pre><code>").doesNotContain("`");
            assertThat(type.meaning()).doesNotContain("`");
        }
    }

    @Test
    void apiDocumentHasGroupsAndLinksToTheErrors(Gateway gateway) {
        var document = gateway.send(gateway.to("/v3/api-docs")).json();

        var groups = document.path("tags")
                .valueStream()
                .map(tag -> tag.path("name").asString())
                .toList();
        assertThat(groups).containsExactly("Images", "Generations", "Models", "Usage");
        document.path("paths")
                .forEach(item -> item.forEach(operation -> {
                    assertThat(groups).contains(operation.at("/tags/0").asString());
                    operation.path("responses").forEachEntry((status, response) -> {
                        if (status.charAt(0) > '3') {
                            assertThat(response.path("description").asString()).contains("](../problems/");
                        }
                    });
                }));
        assertThat(document.at("/paths/~1v1~1images~1generations/post/responses/415/headers")
                        .propertyNames())
                .contains("Accept-Encoding");
        assertThat(document.at("/servers/0/url").asString()).isEqualTo("/");
        assertThat(document.at("/info/description").asString()).contains("](../problems)");
    }
}
