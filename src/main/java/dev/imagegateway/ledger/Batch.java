package dev.imagegateway.ledger;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.EarlierLookup.Found;
import dev.imagegateway.ledger.Generations.GenerationState;
import dev.imagegateway.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Applies holds and transitions in one transaction. Accounts are locked first, then generations, each in a fixed order.
 * Transitions are applied before holds, so that released credits are available to the holds.
 */
final class Batch {

    private final Accounts accounts;
    private final Generations generations;
    private final Deduplication deduplication;
    private final ImageRows images;
    private final OperatorBudget operator;
    private final String owner;
    private final Map<AccountKey, Long> budgetLimits = new HashMap<>();

    Batch(JdbcTemplate jdbc, Store store, OperatorBudget operator, String owner, List<? extends Change<?>> changes) {
        this.accounts = Accounts.lock(
                jdbc, store, changes.stream().flatMap(Batch::accounts).toList());
        this.generations = new Generations(jdbc, store);
        this.deduplication = new Deduplication(jdbc);
        this.images = new ImageRows(jdbc);
        this.operator = operator;
        this.owner = owner;
    }

    private static Stream<AccountKey> accounts(Change<?> change) {
        return switch (change) {
            case PendingHold pending -> pending.accounts().stream();
            case Transition transition -> transition.accounts().stream();
            case Change.Task<?> _ -> Stream.empty();
        };
    }

    /** The use of an account with a limit, before and after this batch. */
    record Used(AccountKey account, long limit, long before, long after) {}

    /** Writes all changes and adds each result. The result of a transition is whether it changed anything. */
    void apply(List<? extends Change<?>> changes, IdentityHashMap<Change<?>, Object> results) {
        end(
                changes.stream()
                        .filter(Transition.class::isInstance)
                        .map(Transition.class::cast)
                        .sorted(Comparator.comparing(Transition::id))
                        .toList(),
                results);
        hold(
                changes.stream()
                        .filter(PendingHold.class::isInstance)
                        .map(PendingHold.class::cast)
                        .toList(),
                results);
        accounts.save();
    }

    /** Returns the accounts with limits, as this batch leaves them. */
    List<Used> used() {
        return budgetLimits.entrySet().stream()
                .map(entry -> new Used(
                        entry.getKey(),
                        entry.getValue(),
                        accounts.get(entry.getKey()).usedBefore(),
                        accounts.get(entry.getKey()).used()))
                .toList();
    }

    private void end(List<Transition> transitions, IdentityHashMap<Change<?>, Object> results) {
        if (transitions.isEmpty()) {
            return;
        }
        var wasHeld = generations.endHeld(transitions);
        var late = new ArrayList<Transition>();
        for (int i = 0; i < transitions.size(); i++) {
            var transition = transitions.get(i);
            if (wasHeld.get(i)) {
                move(transition, State.HELD, 0);
                keepImages(transition);
                results.put(transition, true);
            } else {
                late.add(transition);
            }
        }
        // two transitions of the same generation are applied one after the other
        for (var transition : late) {
            var now = generations.lock(List.of(transition.id())).get(transition.id());
            var counts = false;
            if (now != null && counts(transition, now)) {
                counts = true;
                generations.endLocked(List.of(transition), Map.of(transition.id(), now));
                move(
                        transition,
                        now.state(),
                        Optional.ofNullable(now.creditsUsed()).orElse(0L));
            }
            var facts = transition.details();
            if (!counts && now != null && facts != null) {
                generations.fill(transition, facts);
            }
            if (now != null) {
                keepImages(transition);
            }
            results.put(transition, counts);
        }
    }

    private void keepImages(Transition transition) {
        var details = transition.details();
        var client = transition.client();
        if (details != null && client != null && !details.images().isEmpty()) {
            images.insert(transition.id(), client.id(), details.images(), transition.at());
        }
    }

    private static boolean counts(Transition transition, GenerationState now) {
        var evidence = transition.evidence();
        return switch (now.state()) {
            case HELD -> true;
            // details can still be added to an unknown generation
            case UNKNOWN -> true;
            case SETTLED, RELEASED ->
                evidence != null
                        && now.evidence() != null
                        && evidence.replaces(now.evidence())
                        && !(now.state() == transition.to()
                                && now.evidence() == evidence
                                && Objects.equals(now.creditsUsed(), transition.used()));
        };
    }

    private void move(Transition transition, State from, long usedBefore) {
        var used = transition.used();
        var held = (transition.to().holds() ? transition.creditsHeld() : 0)
                - (from.holds() ? transition.creditsHeld() : 0);
        accounts.add(transition.accounts(), held, (used == null ? 0 : used) - usedBefore);
        var client = transition.client();
        if (client != null) {
            noteLimits(transition.accounts(), client.budget());
        }
    }

    private void hold(List<PendingHold> holds, IdentityHashMap<Change<?>, Object> results) {
        var accepted = new ArrayList<PendingHold>();
        for (var pending : holds) {
            if (pending.request().claims().mayAdopt() && !accepted.isEmpty()) {
                // the request may repeat one of them
                generations.insert(accepted, owner);
                accepted.clear();
            }
            var request = pending.request();
            if (deduplication.find(request.identity(), request.claims(), pending.at()) instanceof Found earlier) {
                results.put(pending, earlier.claim());
                continue;
            }
            var credits = request.credits();
            noteLimits(pending.accounts(), request.client().budget());
            var exhausted = exhausted(pending, credits);
            if (exhausted != null) {
                results.put(pending, exhausted);
                continue;
            }
            var faster = deduplication.take(request, pending.at());
            if (faster.isPresent()) {
                results.put(pending, faster.get());
            } else {
                accounts.add(pending.accounts(), credits.amount(), 0);
                accepted.add(pending);
                results.put(pending, new HoldDecision.Stored());
            }
        }
        if (!accepted.isEmpty()) {
            generations.insert(accepted, owner);
        }
    }

    private void noteLimits(List<AccountKey> keys, Budget ofClient) {
        for (var key : keys) {
            limit(key, ofClient).ifPresent(limit -> budgetLimits.put(key, limit.amount()));
        }
    }

    private Optional<Credits> limit(AccountKey key, Budget ofClient) {
        return (isOperators(key) ? operator.budget() : ofClient).limit(key.period());
    }

    private static boolean isOperators(AccountKey key) {
        return key.client().equals(AccountKey.OPERATOR);
    }

    /** Returns the exceeded budget that resets last; null if none is exceeded. */
    private @Nullable BudgetExhausted exhausted(PendingHold pending, Credits credits) {
        BudgetExhausted last = null;
        for (var key : pending.accounts()) {
            var limit = limit(key, pending.request().client().budget()).orElse(null);
            if (limit == null || Math.addExact(accounts.get(key).used(), credits.amount()) <= limit.amount()) {
                continue;
            }
            var refusal = refusal(key, limit, pending.at());
            if (last == null || refusal.resetsAt().isAfter(last.resetsAt())) {
                last = refusal;
            }
        }
        return last;
    }

    private BudgetExhausted refusal(AccountKey key, Credits limit, Instant at) {
        var account = accounts.get(key);
        return new BudgetExhausted(
                isOperators(key),
                key.period(),
                limit.amount(),
                account.spent(),
                account.held(),
                key.period().endOf(at, operator.zone()));
    }
}
