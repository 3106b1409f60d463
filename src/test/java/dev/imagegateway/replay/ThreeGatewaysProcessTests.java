package dev.imagegateway.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.NamedRequest;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many ask for the same image at once, with one seed or one key, on three gateways: it is made for one of them. */
class ThreeGatewaysProcessTests {

    private static final int REQUESTS = 200;
    private static final String PRICE = "91000";

    private static ThreeGateways three;

    @BeforeAll
    static void start() {
        three = ThreeGateways.start(
                "--gateway.upstream.retry.max-attempts=1",
                "--gateway.reconciliation.interval=1s",
                "--gateway.clients[1].id=team-b",
                "--gateway.clients[1].key-hashes=" + Gateway.sha256(TestKeys.TEAM_B),
                "--gateway.clients[1].budget.credits-per-month=" + PRICE);
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
                .until(() -> three.audit().rows().stream().noneMatch(LedgerLocation.Row::isOpen));
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
                .fault("{\"fault\":\"unavailable\",\"delay\":\"10s\",\"times\":1,\"promptContains\":\"refused\"}");

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
        three.sandbox().fault("{\"fault\":\"close\",\"delay\":\"10s\",\"times\":1,\"promptContains\":\"dropped\"}");
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

    private static void allHaveOneImage(List<Answer> answers, NamedRequest request) {
        assertThat(answers)
                .hasSize(REQUESTS)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(200));
        var images = new HashSet<String>();
        answers.forEach(answer -> images.add(answer.json().path("data").toString()));
        assertThat(images).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed").isEmpty())
                .singleElement()
                .satisfies(answer -> assertThat(answer.header("X-Credits-Used")).isEqualTo(PRICE));
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed").equals("true"))
                .hasSize(REQUESTS - 1)
                .allSatisfy(
                        answer -> assertThat(answer.header("X-Credits-Used")).isEqualTo("0"));
        assertThat(request.posts(three.sandbox())).isEqualTo(1);
        assertThat(request.billed(three.sandbox())).isEqualTo(1);
        System.out.println("one key: " + three.audit());
        three.audit().everythingAgrees();
    }

    @Test
    void allHaveTheImageOfTheOneThatCameFirst() {
        var request = NamedRequest.of("at once");
        allHaveOneImage(three.ask(REQUESTS, request::to), request);
    }

    @Test
    void aBudgetForOneImageIsEnoughForAllOfThem() {
        var request = NamedRequest.of("budgeted");
        allHaveOneImage(
                three.ask(
                        REQUESTS,
                        gateway -> request.to(gateway).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B)),
                request);
        // it was for one, and a key that has its image needs no more
        var other = NamedRequest.of("too much").to(three.any()).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B);
        assertThat(three.any().send(other).problem()).isEqualTo("budget-exhausted");
        var again = request.to(three.any()).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B);
        assertThat(three.any().send(again).status()).isEqualTo(200);
    }
}
