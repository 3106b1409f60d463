package dev.imagegateway.client;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.image.ImageUrl;
import dev.imagegateway.model.Model;
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
 * @param id its name in metrics, logs and the ledger: 1 to 64 lower-case letters, digits, dots, hyphens and underscores
 * @param roles additional permissions
 * @param models the models that it may use
 * @param limits rate and concurrency limits
 * @param budget how much it may spend
 * @param seededResults whether earlier results may answer its requests with a seed
 * @param imageUrl whose URLs it gets; null for the gateway's default
 */
public record Client(
        String id,
        Set<Role> roles,
        ModelAccess models,
        Limits limits,
        Budget budget,
        boolean seededResults,
        @Nullable ImageUrl imageUrl)
        implements Principal {

    /** Additional permissions of a client. */
    public enum Role {
        /** May see all clients' generations and usage, and resolve unknown generations. */
        ADMIN,
        /** May read everything on the management port. */
        METRICS
    }

    @Override
    public String getName() {
        return id;
    }

    /** Whether it has the role {@link Role#ADMIN}. */
    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    /** Returns this client with an additional role, granted by its token. */
    public Client with(Role role) {
        var more = EnumSet.of(role);
        more.addAll(roles);
        return new Client(id, Set.copyOf(more), models, limits, budget, seededResults, imageUrl);
    }

    /** Returns {@code forbidden} if the client may not use a model; null if it may. */
    public @Nullable GatewayException refusalOf(Model model) {
        return models.allows(model)
                ? null
                : Problem.of(
                                ProblemType.FORBIDDEN,
                                "Your client may not use this model; GET /v1/models lists those that it may.")
                        .asException();
    }

    /**
     * Returns the client whose generations may be shown; null for all clients.
     *
     * @param asked the requested client; null if not given
     * @throws GatewayException {@code forbidden} if another client is requested without the role admin
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
