package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many ask for the same image, with the same seed and at once, on three gateways: it is made for one of them. */
class SeededProcessTests {

    private static final int REQUESTS = 200;
    private static final String PRICE = "91000";

    private static ThreeGateways three;

    @BeforeAll
    static void start() {
        three = ThreeGateways.start("--gateway.upstream.retry.max-attempts=1", "--gateway.reconciliation.interval=1s");
    }

    @AfterAll
    static void end() {
        three.close();
    }

    private static Function<GatewayProcess, HttpRequest.Builder> request(String prompt) {
        return gateway -> gateway.generation("{" + Gateway.MODEL + ",\"prompt\":\"" + prompt + "\",\"seed\":42}");
    }

    /** How often each value came. */
    private static <T> Map<T, Long> count(List<Answer> answers, Function<Answer, T> value) {
        return answers.stream().collect(Collectors.groupingBy(value, Collectors.counting()));
    }

    private static void oneMissed(List<Answer> answers) {
        var caches = count(answers, answer -> answer.header("X-Cache"));
        assertThat(caches).containsEntry("miss", 1L);
        assertThat(caches.keySet()).isSubsetOf("miss", "joined", "hit");
    }

    private static long billed(String prompt) {
        return new NamedRequest("", prompt).billed(three.sandbox());
    }

    private static int posts(String prompt) {
        return three.sandbox().postsFor(prompt).size();
    }

    private static void theNextOneIsMadeAnew(String prompt, int postsBefore) {
        var next = three.any().send(request(prompt).apply(three.any()));
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.header("X-Cache")).isEqualTo("miss");
        assertThat(next.header("X-Credits-Used")).isEqualTo(PRICE);
        assertThat(posts(prompt)).isEqualTo(postsBefore + 1);
    }

    /** How long a request takes to appear in the vendor's logs. */
    private static void logDelay(String delay) {
        three.sandbox().call("PUT", "/sandbox/settings", "{\"log-delay\":\"" + delay + "\"}");
    }

    private static void theBooksAgree() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> three.audit().rows().stream().noneMatch(LedgerPlace.Row::isOpen));
        System.out.println("seeded: " + three.audit());
        three.audit().everythingAgrees();
    }

    @Test
    void oneIsMadeAndAllHaveIt() {
        var answers = three.ask(REQUESTS, request("made once"));

        assertThat(count(answers, Answer::status)).containsExactly(Map.entry(200, (long) REQUESTS));
        assertThat(count(answers, answer -> answer.json().path("data").toString()))
                .hasSize(1);
        assertThat(count(answers, answer -> answer.json().path("seed").longValue()))
                .containsOnlyKeys(42L);
        oneMissed(answers);
        assertThat(count(answers, answer -> answer.header("X-Credits-Used")))
                .containsOnly(Map.entry(PRICE, 1L), Map.entry("0", REQUESTS - 1L));
        assertThat(posts("made once")).isEqualTo(1);
        assertThat(billed("made once")).isEqualTo(1);
        theBooksAgree();
    }

    @Test
    void allShareARefusalAndTheNextOneIsMadeAnew() {
        // late, so that all have joined by then
        three.sandbox()
                .fault("{\"fault\":\"unavailable\",\"delay\":\"8s\",\"times\":1,\"promptContains\":\"refused\"}");

        var answers = three.ask(REQUESTS, request("refused"));

        assertThat(count(answers, answer -> answer.status() + " " + answer.problem()))
                .containsExactly(Map.entry("502 upstream-failed", (long) REQUESTS));
        oneMissed(answers);
        assertThat(posts("refused")).isEqualTo(1);
        assertThat(billed("refused")).isZero();
        theNextOneIsMadeAnew("refused", 1);
        assertThat(billed("refused")).isEqualTo(1);
        theBooksAgree();
    }

    @Test
    void allShareAnUnknownOutcomeAndTheNextOneIsSentAnew() {
        three.sandbox().fault("{\"fault\":\"close\",\"delay\":\"8s\",\"times\":1,\"promptContains\":\"dropped\"}");
        // the outcome stays unknown until everybody has been answered
        logDelay("1h");

        var answers = three.ask(REQUESTS, request("dropped"));

        // 424, since none of them could be recognised when it is repeated
        assertThat(count(answers, answer -> answer.status() + " " + answer.problem()))
                .containsExactly(Map.entry("424 outcome-unknown", (long) REQUESTS));
        logDelay("0s");
        oneMissed(answers);
        assertThat(count(answers, answer -> answer.header("Location")))
                .hasSize(1)
                .doesNotContainKey("");
        assertThat(posts("dropped")).isEqualTo(1);
        theNextOneIsMadeAnew("dropped", 1);
        assertThat(billed("dropped")).isEqualTo(2);
        theBooksAgree();
    }
}
