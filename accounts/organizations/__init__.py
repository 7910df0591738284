"""The tenant and its people: who works here, what each may do, which departments and touchpoints there are."""
