"""Forms of people and journeys: shape of what is typed; what it means is checked by the actions."""
