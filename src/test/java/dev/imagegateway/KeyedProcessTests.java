package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One {@code Idempotency-Key} is used many times at once, on three gateways: it has one image. */
class KeyedProcessTests {

    private static final int REQUESTS = 100;
    private static final long PRICE = 91_000;

    private static ThreeGateways three;

    @BeforeAll
    static void start() {
        three = ThreeGateways.start(
                "--gateway.clients[1].id=team-b",
                "--gateway.clients[1].key-hashes=" + Gateway.sha256(TestKeys.TEAM_B),
                "--gateway.clients[1].budget.credits-per-month=" + PRICE);
    }

    @AfterAll
    static void end() {
        three.close();
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
                .satisfies(answer -> assertThat(answer.header("X-Credits-Used")).isEqualTo(Long.toString(PRICE)));
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
