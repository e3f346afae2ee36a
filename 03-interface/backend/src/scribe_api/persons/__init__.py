"""People whose voices may be recognised: who they are, whether they agreed, and all that is known of them."""
