package dev.imagegateway.generation;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The generations that this process carries out. */
@Component
final class Flights {

    private final Map<String, Flight> flights = new ConcurrentHashMap<>();

    Flight begin(String id) {
        var flight = new Flight(id);
        flights.put(id, flight);
        return flight;
    }

    void end(Flight flight) {
        flights.remove(flight.id());
    }

    Optional<Flight> find(String id) {
        return Optional.ofNullable(flights.get(id));
    }
}
