"""Pages behind the door: settings of the organization, of its people, and of oneself."""
