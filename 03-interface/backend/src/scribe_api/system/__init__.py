"""How the installation is, for administrators."""
