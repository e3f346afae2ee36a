"""What the product is made of, and under which licences."""
