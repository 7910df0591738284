"""The right moment: rules say at which event, or how often, whom to ask what. Before one is switched on, history tells what
it would have done."""
