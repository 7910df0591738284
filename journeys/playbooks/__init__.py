"""What is to be done, by whom and until when: tasks that people write, tasks that events bring, and playbooks, scenarios that
start by themselves and see one client or one person through, step by step."""
