package dev.imagegateway.client;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.security.Principal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An internal service that may generate images.
 *
 * @param id its name in metrics, logs and books: 1 to 64 lower-case letters, digits, dots, hyphens and underscores
 * @param roles what it may do besides
 * @param models the models that it may use
 * @param limits how fast and how much at once it may ask
 * @param budget what it may spend
 * @param seededResults whether a request with a seed may be answered from an earlier one
 */
public record Client(
        String id, Set<Role> roles, Set<String> models, Limits limits, Budget budget, boolean seededResults)
        implements Principal {

    /** What some clients may do and others not. */
    public enum Role {
        /** Sees every client's generations and usage, and resolves what is unknown. */
        ADMIN,
        /** Reads everything on the management port. */
        METRICS
    }

    @Override
    public String getName() {
        return id;
    }

    /** Whether it sees and decides for all clients. */
    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    /** This client with one more role, which its token gave it. */
    public Client with(Role role) {
        var more = EnumSet.of(role);
        more.addAll(roles);
        return new Client(id, Set.copyOf(more), models, limits, budget, seededResults);
    }

    /**
     * Passes if it may use the model.
     *
     * @throws GatewayException {@code forbidden} if not
     */
    public void requireModel(String model) {
        if (!models.contains(model)) {
            throw Problem.of(
                            ProblemType.FORBIDDEN,
                            "Your client may not use this model; GET /v1/models lists those that it may.")
                    .asException();
        }
    }

    /**
     * Whose generations it gets to see: those of one client, or, with null, of all.
     *
     * @param asked the client it asks about; null if it does not say
     * @throws GatewayException {@code forbidden} when that is somebody else's business
     */
    public @Nullable String scope(@Nullable String asked) {
        if (isAdmin()) {
            return asked;
        }
        if (asked != null && !asked.equals(id)) {
            throw Problem.of(ProblemType.FORBIDDEN, "Only a client with the role admin sees another client's.")
                    .asException();
        }
        return id;
    }
}
