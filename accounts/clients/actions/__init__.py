"""What can be done to clients and their people."""

from accounts.clients.actions.addresses import (
    AddressTaken,
    add_email,
    set_emails,
)
from accounts.clients.actions.bulk import (
    archive_many,
    set_column,
    tag_many,
    untag_many,
)
from accounts.clients.actions.companies import (
    ExternalIdTaken,
    archive_client,
    register_client,
    restore_client,
    save_client,
)
from accounts.clients.actions.culture import drop_card, save_card
from accounts.clients.actions.lines import close_line, line_url, renew_line, url_of
from accounts.clients.actions.merging import (
    NotMergeable,
    Obstacle,
    merge_clients,
    merge_people,
    obstacle,
)
from accounts.clients.actions.own import (
    choose_asking,
    decline_questions,
    describe_oneself,
    resume_letters,
    stop_letters,
    take_back_decline,
)
from accounts.clients.actions.people import (
    give_roles,
    mark_left,
    mark_returned,
    place,
    register_contact,
    save_person,
    save_position,
)
from accounts.clients.actions.tags import (
    TagTaken,
    delete_tag,
    merge_tags,
    rename_tag,
    set_tags,
)
from accounts.clients.actions.teams import (
    InTeamAlready,
    join_team,
    leave_team,
)
from accounts.clients.actions.undo import (
    AlreadyUndone,
    TooLate,
    keep_undo,
    undo,
)
from accounts.clients.actions.workplace import (
    NameTaken,
    TooMany,
    archive_custom_field,
    archive_segment,
    delete_view,
    move_custom_field,
    restore_custom_field,
    save_custom_field,
    save_segment,
    save_view,
)

__all__ = [
    "AddressTaken",
    "AlreadyUndone",
    "ExternalIdTaken",
    "InTeamAlready",
    "NameTaken",
    "NotMergeable",
    "Obstacle",
    "TagTaken",
    "TooLate",
    "TooMany",
    "add_email",
    "archive_client",
    "archive_custom_field",
    "archive_many",
    "archive_segment",
    "choose_asking",
    "close_line",
    "decline_questions",
    "delete_tag",
    "delete_view",
    "describe_oneself",
    "drop_card",
    "give_roles",
    "join_team",
    "keep_undo",
    "leave_team",
    "line_url",
    "mark_left",
    "mark_returned",
    "merge_clients",
    "merge_people",
    "merge_tags",
    "move_custom_field",
    "obstacle",
    "place",
    "register_client",
    "register_contact",
    "rename_tag",
    "renew_line",
    "restore_client",
    "restore_custom_field",
    "resume_letters",
    "save_card",
    "save_client",
    "save_custom_field",
    "save_person",
    "save_position",
    "save_segment",
    "save_view",
    "set_column",
    "set_emails",
    "set_tags",
    "stop_letters",
    "tag_many",
    "take_back_decline",
    "undo",
    "untag_many",
    "url_of",
]
