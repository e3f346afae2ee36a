"""The register: decisions and actions of all meetings in one list, to be ticked off and taken away."""
