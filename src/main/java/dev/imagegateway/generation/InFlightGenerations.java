package dev.imagegateway.generation;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The generations that this process carries out, by id. */
@Component
final class InFlightGenerations {

    private final Map<String, InFlightGeneration> flights = new ConcurrentHashMap<>();

    InFlightGeneration begin(String id) {
        var flight = new InFlightGeneration(id);
        flights.put(id, flight);
        return flight;
    }

    void end(InFlightGeneration flight) {
        flights.remove(flight.id());
    }

    Optional<InFlightGeneration> find(String id) {
        return Optional.ofNullable(flights.get(id));
    }
}
