"""Page plumbing without a domain: middleware, forms, files, cache, what every template knows."""
