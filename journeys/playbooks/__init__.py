"""What is to be done, by whom and until when: tasks that people write and tasks that events bring, on one page a day."""
