"""The access matrix, to be read by anybody.

Columns: anonymous, coopérante (Amina), contributrice (Fanny), référent at the host (Karim), responsible at the lead
structure, coordination (Odile), administration, observer (a funder), and Charlie, contributor of another KPA.
Sides: own = things of La Cape, where the first eight look; other = the same things of Charlie's KPA.

    >  asked to sign in    +  let in    3  reads around, may not do this (403)    4  knows of nothing (404)    5  405
"""

import pathlib
from dataclasses import dataclass

SIGN_IN = ">"


@dataclass(frozen=True)
class Line:
    """One page, one side, one method: a sign per role."""

    name: str
    side: str
    method: str
    signs: str

    def text(self) -> str:
        """As written in the table."""
        return f"{self.name:<32}{self.side:<6} {self.method:<5} {' '.join(self.signs)}"


def read(table: str) -> list[Line]:
    """Read the table."""
    lines = []
    for text in table.splitlines():
        if text.strip() and not text.startswith("#"):
            name, side, method, *signs = text.split()
            assert len(signs) == 9, text
            lines.append(Line(name, side, method, "".join(signs)))
    return lines


TABLE = """
# The first page, and whether the site stands
home                            -      GET   > + + + + + + + +
home                            -      POST  > + + + + + + + +
health                          -      GET   + + + + + + + + +
health                          -      POST  + + + + + + + + +

# My account
identity:account                -      GET   > + + + + + + + +
identity:account                -      POST  > + + + + + + + +
identity:sign_out_everywhere    -      GET   > 5 5 5 5 5 5 5 5
identity:sign_out_everywhere    -      POST  > + + + + + + + +
identity:prove                  -      GET   > + + + + + + + +
identity:prove                  -      POST  > + + + + + + + +
identity:send_proof_code        -      GET   > 5 5 5 5 5 5 5 5
identity:send_proof_code        -      POST  > + + + + + + + +

# Signing in, passkeys
account_login                   -      GET   + + + + + + + + +
account_login                   -      POST  + + + + + + + + +
account_request_login_code      -      GET   + + + + + + + + +
account_request_login_code      -      POST  + + + + + + + + +
account_confirm_login_code      -      GET   + + + + + + + + +
account_confirm_login_code      -      POST  + + + + + + + + +
mfa_login_webauthn              -      GET   + + + + + + + + +
mfa_login_webauthn              -      POST  + + + + + + + + +
account_logout                  -      GET   + + + + + + + + +
account_logout                  -      POST  + + + + + + + + +
mfa_reauthenticate_webauthn     -      GET   > 3 3 3 3 3 3 3 3
mfa_reauthenticate_webauthn     -      POST  > 3 3 3 3 3 3 3 3
mfa_list_webauthn               -      GET   > + + + + + + + +
mfa_list_webauthn               -      POST  > 5 5 5 5 5 5 5 5
mfa_index                       -      GET   > + + + + + + + +
mfa_index                       -      POST  > 5 5 5 5 5 5 5 5
mfa_add_webauthn                -      GET   > + + + + + + + +
mfa_add_webauthn                -      POST  > + + + + + + + +
mfa_edit_webauthn               own    GET   > 4 4 4 4 4 4 4 4
mfa_edit_webauthn               own    POST  > 4 4 4 4 4 4 4 4
mfa_edit_webauthn               other  GET   > 4 4 4 4 4 4 4 4
mfa_edit_webauthn               other  POST  > 4 4 4 4 4 4 4 4
mfa_remove_webauthn             own    GET   > 4 4 4 4 4 4 4 4
mfa_remove_webauthn             own    POST  > 4 4 4 4 4 4 4 4
mfa_remove_webauthn             other  GET   > 4 4 4 4 4 4 4 4
mfa_remove_webauthn             other  POST  > 4 4 4 4 4 4 4 4
account_inactive                -      GET   + + + + + + + + +
account_inactive                -      POST  5 5 5 5 5 5 5 5 5

# Network, organisations, roles, invitations
network:switch                  -      GET   > 5 5 5 5 5 5 5 5
network:switch                  -      POST  > 4 4 4 4 4 4 4 4
network:invite                  own    GET   > 3 + 3 + + + 3 4
network:invite                  own    POST  > 3 + 3 + + + 3 4
network:invite                  other  GET   > 4 4 4 4 + + 4 +
network:invite                  other  POST  > 4 4 4 4 + + 4 +
network:resend_invitation       own    GET   > 5 5 5 5 5 5 5 5
network:resend_invitation       own    POST  > 4 + 4 + + + 4 4
network:resend_invitation       other  GET   > 5 5 5 5 5 5 5 5
network:resend_invitation       other  POST  > 4 4 4 4 + + 4 +
network:revoke_invitation       own    GET   > 5 5 5 5 5 5 5 5
network:revoke_invitation       own    POST  > 4 + 4 + + + 4 4
network:revoke_invitation       other  GET   > 5 5 5 5 5 5 5 5
network:revoke_invitation       other  POST  > 4 4 4 4 + + 4 +
network:accept_invitation       own    GET   + 3 3 3 3 3 3 3 3
network:accept_invitation       own    POST  + 3 3 3 3 3 3 3 3
network:accept_invitation       other  GET   + 3 3 3 3 3 3 3 3
network:accept_invitation       other  POST  + 3 3 3 3 3 3 3 3
network:overview                -      GET   > + + + + + + + +
network:overview                -      POST  > 5 5 5 5 5 5 5 5
network:partners                -      GET   > + + + + + + + +
network:partners                -      POST  > 5 5 5 5 5 5 5 5
network:communes                -      GET   > + + + + + + + +
network:communes                -      POST  > 5 5 5 5 5 5 5 5
network:organisation            own    GET   > + + + + + + + 4
network:organisation            own    POST  > 5 5 5 5 5 5 5 5
network:organisation            other  GET   > 4 4 4 4 + + 4 +
network:organisation            other  POST  > 5 5 5 5 5 5 5 5
network:edit                    own    GET   > 3 + 3 + + + 3 4
network:edit                    own    POST  > 3 + 3 + + + 3 4
network:edit                    other  GET   > 4 4 4 4 + + 4 +
network:edit                    other  POST  > 4 4 4 4 + + 4 +
network:close                   own    GET   > 3 + 3 + + + 3 4
network:close                   own    POST  > 3 + 3 + + + 3 4
network:close                   other  GET   > 4 4 4 4 + + 4 +
network:close                   other  POST  > 4 4 4 4 + + 4 +
network:reopen                  own    GET   > 5 5 5 5 5 5 5 5
network:reopen                  own    POST  > 3 + 3 + + + 3 4
network:reopen                  other  GET   > 5 5 5 5 5 5 5 5
network:reopen                  other  POST  > 4 4 4 4 + + 4 +
network:add_partner             own    GET   > 3 + 3 + + + 3 4
network:add_partner             own    POST  > 3 + 3 + + + 3 4
network:add_partner             other  GET   > 4 4 4 4 + + 4 +
network:add_partner             other  POST  > 4 4 4 4 + + 4 +
network:new_partner             own    GET   > 3 + 3 + + + 3 4
network:new_partner             own    POST  > 3 + 3 + + + 3 4
network:new_partner             other  GET   > 4 4 4 4 + + 4 +
network:new_partner             other  POST  > 4 4 4 4 + + 4 +
network:relation                own    GET   > 4 + 3 + + + 3 4
network:relation                own    POST  > 4 + 3 + + + 3 4
network:relation                other  GET   > 4 4 4 4 + + 4 +
network:relation                other  POST  > 4 4 4 4 + + 4 +
network:remove_relation         own    GET   > 5 5 5 5 5 5 5 5
network:remove_relation         own    POST  > 4 + 3 + + + 3 4
network:remove_relation         other  GET   > 5 5 5 5 5 5 5 5
network:remove_relation         other  POST  > 4 4 4 4 + + 4 +
network:choices                 own    GET   > + + + + + + + 4
network:choices                 own    POST  > 3 + 3 + + + 3 4
network:choices                 other  GET   > 4 4 4 4 + + 4 +
network:choices                 other  POST  > 4 4 4 4 + + 4 +
network:members                 own    GET   > 3 + 3 + + + 3 4
network:members                 own    POST  > 5 5 5 5 5 5 5 5
network:members                 other  GET   > 4 4 4 4 + + 4 +
network:members                 other  POST  > 5 5 5 5 5 5 5 5
network:give_role               own    GET   > 3 + 3 + + + 3 4
network:give_role               own    POST  > 3 + 3 + + + 3 4
network:give_role               other  GET   > 4 4 4 4 + + 4 +
network:give_role               other  POST  > 4 4 4 4 + + 4 +
network:end_role                own    GET   > 3 + 3 + + + 3 4
network:end_role                own    POST  > 3 + 3 + + + 3 4
network:end_role                other  GET   > 4 4 4 4 + + 4 +
network:end_role                other  POST  > 4 4 4 4 + + 4 +

# People, journeys, registers
journeys:week                   -      GET   > 4 + + 4 + 4 4 +
journeys:week                   -      POST  > 4 + + 4 + 4 4 +
journeys:week_group             -      GET   > 4 + + 4 + 4 4 +
journeys:week_group             -      POST  > 4 + + 4 + 4 4 +
journeys:people                 -      GET   > 4 + + 4 + 4 4 +
journeys:people                 -      POST  > 4 + + 4 + 4 4 +
journeys:person_new             -      GET   > 4 + + 4 + 4 4 +
journeys:person_new             -      POST  > 4 + + 4 + 4 4 +
journeys:duplicates             -      GET   > 4 + + 4 + 4 4 +
journeys:duplicates             -      POST  > 4 + + 4 + 4 4 +
journeys:compare                own    GET   > 4 + + 4 + 4 4 4
journeys:compare                own    POST  > 4 + + 4 + 4 4 4
journeys:compare                other  GET   > 4 4 4 4 + 4 4 +
journeys:compare                other  POST  > 4 4 4 4 + 4 4 +
journeys:undo_merge             own    GET   > 5 5 5 5 5 5 5 5
journeys:undo_merge             own    POST  > 4 + + 4 + 4 4 4
journeys:undo_merge             other  GET   > 5 5 5 5 5 5 5 5
journeys:undo_merge             other  POST  > 4 4 4 4 + 4 4 +
journeys:person                 own    GET   > 4 + + 4 + 4 4 4
journeys:person                 own    POST  > 4 + + 4 + 4 4 4
journeys:person                 other  GET   > 4 4 4 4 + 4 4 +
journeys:person                 other  POST  > 4 4 4 4 + 4 4 +
journeys:correct_person         own    GET   > 4 + + 4 + 4 4 4
journeys:correct_person         own    POST  > 4 + + 4 + 4 4 4
journeys:correct_person         other  GET   > 4 4 4 4 + 4 4 +
journeys:correct_person         other  POST  > 4 4 4 4 + 4 4 +
journeys:access                 own    GET   > 4 + 3 4 + 4 4 4
journeys:access                 own    POST  > 4 + 3 4 + 4 4 4
journeys:access                 other  GET   > 4 4 4 4 + 4 4 +
journeys:access                 other  POST  > 4 4 4 4 + 4 4 +
journeys:resend_access          own    GET   > 5 5 5 5 5 5 5 5
journeys:resend_access          own    POST  > 4 + 3 4 + 4 4 4
journeys:resend_access          other  GET   > 5 5 5 5 5 5 5 5
journeys:resend_access          other  POST  > 4 4 4 4 + 4 4 +
journeys:withdraw_access        own    GET   > 5 5 5 5 5 5 5 5
journeys:withdraw_access        own    POST  > 4 + 3 4 + 4 4 4
journeys:withdraw_access        other  GET   > 5 5 5 5 5 5 5 5
journeys:withdraw_access        other  POST  > 4 4 4 4 + 4 4 +
journeys:come_back              own    GET   > 4 + + 4 + 4 4 4
journeys:come_back              own    POST  > 4 + + 4 + 4 4 4
journeys:come_back              other  GET   > 4 4 4 4 + 4 4 +
journeys:come_back              other  POST  > 4 4 4 4 + 4 4 +
journeys:correct_journey        own    GET   > 4 + + 4 + 4 4 4
journeys:correct_journey        own    POST  > 4 + + 4 + 4 4 4
journeys:correct_journey        other  GET   > 4 4 4 4 + 4 4 +
journeys:correct_journey        other  POST  > 4 4 4 4 + 4 4 +
journeys:cancel_exit            own    GET   > 5 5 5 5 5 5 5 5
journeys:cancel_exit            own    POST  > 4 + + 4 + 4 4 4
journeys:cancel_exit            other  GET   > 5 5 5 5 5 5 5 5
journeys:cancel_exit            other  POST  > 4 4 4 4 + 4 4 +
journeys:remove_stage           own    GET   > 5 5 5 5 5 5 5 5
journeys:remove_stage           own    POST  > 4 + + 4 + 4 4 4
journeys:remove_stage           other  GET   > 5 5 5 5 5 5 5 5
journeys:remove_stage           other  POST  > 4 4 4 4 + 4 4 +
journeys:follow_up              own    GET   > 4 + + 4 + 4 4 4
journeys:follow_up              own    POST  > 4 + + 4 + 4 4 4
journeys:follow_up              other  GET   > 4 4 4 4 + 4 4 +
journeys:follow_up              other  POST  > 4 4 4 4 + 4 4 +
journeys:step_etape             own    GET   > 4 + + 4 + 4 4 4
journeys:step_etape             own    POST  > 4 + + 4 + 4 4 4
journeys:step_etape             other  GET   > 4 4 4 4 + 4 4 +
journeys:step_etape             other  POST  > 4 4 4 4 + 4 4 +
journeys:step_referent          own    GET   > 4 + + 4 + 4 4 4
journeys:step_referent          own    POST  > 4 + + 4 + 4 4 4
journeys:step_referent          other  GET   > 4 4 4 4 + 4 4 +
journeys:step_referent          other  POST  > 4 4 4 4 + 4 4 +
journeys:step_pause             own    GET   > 4 + + 4 + 4 4 4
journeys:step_pause             own    POST  > 4 + + 4 + 4 4 4
journeys:step_pause             other  GET   > 4 4 4 4 + 4 4 +
journeys:step_pause             other  POST  > 4 4 4 4 + 4 4 +
journeys:step_reprise           own    GET   > 4 + + 4 + 4 4 4
journeys:step_reprise           own    POST  > 4 + + 4 + 4 4 4
journeys:step_reprise           other  GET   > 4 4 4 4 + 4 4 +
journeys:step_reprise           other  POST  > 4 4 4 4 + 4 4 +
journeys:step_sortie            own    GET   > 4 + + 4 + 4 4 4
journeys:step_sortie            own    POST  > 4 + + 4 + 4 4 4
journeys:step_sortie            other  GET   > 4 4 4 4 + 4 4 +
journeys:step_sortie            other  POST  > 4 4 4 4 + 4 4 +
journeys:step_passage           own    GET   > 4 + + 4 + 4 4 4
journeys:step_passage           own    POST  > 4 + + 4 + 4 4 4
journeys:step_passage           other  GET   > 4 4 4 4 + 4 4 +
journeys:step_passage           other  POST  > 4 4 4 4 + 4 4 +
reads                           -      GET   > 4 4 4 4 + + 4 4
reads                           -      POST  > 5 5 5 5 5 5 5 5
journeys:my_journey             -      GET   > + 4 4 4 4 4 4 4
journeys:my_journey             -      POST  > + 4 4 4 4 4 4 4
journeys:imports                -      GET   > 4 + + 4 + 4 4 +
journeys:imports                -      POST  > 4 + + 4 + 4 4 +
journeys:import                 own    GET   > 4 + + 4 + 4 4 4
journeys:import                 own    POST  > 4 + + 4 + 4 4 4
journeys:import                 other  GET   > 4 4 4 4 + 4 4 +
journeys:import                 other  POST  > 4 4 4 4 + 4 4 +
journeys:import_confirm         own    GET   > 5 5 5 5 5 5 5 5
journeys:import_confirm         own    POST  > 4 + 3 4 3 4 4 4
journeys:import_confirm         other  GET   > 5 5 5 5 5 5 5 5
journeys:import_confirm         other  POST  > 4 4 4 4 3 4 4 +
journeys:import_give_up         own    GET   > 5 5 5 5 5 5 5 5
journeys:import_give_up         own    POST  > 4 + 3 4 3 4 4 4
journeys:import_give_up         other  GET   > 5 5 5 5 5 5 5 5
journeys:import_give_up         other  POST  > 4 4 4 4 3 4 4 +
journeys:import_start_again     own    GET   > 5 5 5 5 5 5 5 5
journeys:import_start_again     own    POST  > 4 + 3 4 3 4 4 4
journeys:import_start_again     other  GET   > 5 5 5 5 5 5 5 5
journeys:import_start_again     other  POST  > 4 4 4 4 3 4 4 +
journeys:import_undo            own    GET   > 5 5 5 5 5 5 5 5
journeys:import_undo            own    POST  > 4 + + 4 + 4 4 4
journeys:import_undo            other  GET   > 5 5 5 5 5 5 5 5
journeys:import_undo            other  POST  > 4 4 4 4 + 4 4 +
journeys:import_correction      own    GET   > 4 + 3 4 3 4 4 4
journeys:import_correction      own    POST  > 5 5 5 5 5 5 5 5
journeys:import_correction      other  GET   > 4 4 4 4 3 4 4 +
journeys:import_correction      other  POST  > 5 5 5 5 5 5 5 5
journeys:export                 -      GET   > 4 + + 4 + 4 4 +
journeys:export                 -      POST  > 5 5 5 5 5 5 5 5

# Report
impact:report                   -      GET   > 4 + + + + + + +
impact:report                   -      POST  > 5 5 5 5 5 5 5 5
impact:document                 -      GET   > 4 + + + + + + +
impact:document                 -      POST  > 5 5 5 5 5 5 5 5
impact:indicator                -      GET   > 4 + + + + + + +
impact:indicator                -      POST  > 5 5 5 5 5 5 5 5
impact:freeze                   -      GET   > 5 5 5 5 5 5 5 5
impact:freeze                   -      POST  > 4 + + + + + 3 +
impact:frozen_list              -      GET   > 4 + + + + + + +
impact:frozen_list              -      POST  > 5 5 5 5 5 5 5 5
impact:frozen                   own    GET   > 4 + + 4 + 4 4 4
impact:frozen                   own    POST  > 5 5 5 5 5 5 5 5
impact:frozen                   other  GET   > 4 4 4 4 + 4 4 +
impact:frozen                   other  POST  > 5 5 5 5 5 5 5 5
impact:frozen_document          own    GET   > 4 + + 4 + 4 4 4
impact:frozen_document          own    POST  > 5 5 5 5 5 5 5 5
impact:frozen_document          other  GET   > 4 4 4 4 + 4 4 +
impact:frozen_document          other  POST  > 5 5 5 5 5 5 5 5
impact:turnover                 -      GET   > 4 + + + + + + +
impact:turnover                 -      POST  > 4 + + + + + 3 +
impact:turnover_computed        -      GET   > 4 + + + + + 3 +
impact:turnover_computed        -      POST  > 4 + + + + + 3 +
impact:turnover_correct         own    GET   > 4 + + + + + 3 4
impact:turnover_correct         own    POST  > 4 + + + + + 3 4
impact:turnover_correct         other  GET   > 4 4 4 4 + + 4 +
impact:turnover_correct         other  POST  > 4 4 4 4 + + 4 +
impact:turnover_withdraw        own    GET   > 5 5 5 5 5 5 5 5
impact:turnover_withdraw        own    POST  > 4 + + + + + 3 4
impact:turnover_withdraw        other  GET   > 5 5 5 5 5 5 5 5
impact:turnover_withdraw        other  POST  > 4 4 4 4 + + 4 +

# Design system, legal pages
ui:styleguide                   -      GET   > + + + + + + + +
ui:styleguide                   -      POST  > + + + + + + + +
ui:styleguide_pocket            -      GET   > + + + + + + + +
ui:styleguide_pocket            -      POST  > + + + + + + + +
ui:accessibility                -      GET   + + + + + + + + +
ui:accessibility                -      POST  + + + + + + + + +
ui:about                        -      GET   + + + + + + + + +
ui:about                        -      POST  + + + + + + + + +
"""
TABLE += "".join(path.read_text() for path in sorted(pathlib.Path(__file__).with_name("rows").glob("*.txt")))
"""Each piece of the house has its rows in a file of its own."""
