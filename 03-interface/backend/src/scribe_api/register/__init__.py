"""The register: decisions, actions and open questions of all meetings in one list, to be ticked off and taken away."""
