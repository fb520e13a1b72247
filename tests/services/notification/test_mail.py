"""Mail from its posting to its end: once, in time, or not at all."""

import dataclasses
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import clock
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.services import notification
from lms_app.services.notification import outgoing
from tests.adapters.mail_servers import MailServer
from tests.factories.people import as_system, person
from workers import mail as mail_jobs
from workers.relay import drain
from workers.subscriptions import SUBSCRIPTIONS

pytestmark = pytest.mark.usefixtures("site")


@command(Permission.system_maintain)
def post(uow, actor, *, fail=False, **changes):
    """Post a reset mail, as services do."""
    given = {
        "template": "password_reset",
        "user_id": None,
        "to": "sam@example.com",
        "language": "en",
        "key": "password_reset:1",
        "params": {"name": "Sam", "token": "a-secret-token"},
        "expires_in_seconds": 1800,
    }
    notification.post_mail(uow, **{**given, **changes})
    if fail:
        raise RuntimeError("after posting")


def rows(site, table: str = "mail_message") -> list:
    with site.engine.connect() as connection:
        return list(connection.execute(sa.text(f"SELECT * FROM {table}")))  # noqa: S608


def send_all(site) -> None:
    for row in rows(site):
        mail_jobs.send_mail(str(row.id))


@pytest.fixture
def server(site, monkeypatch):
    from lms_app.adapters.smtp_mailer import SmtpMailer
    from lms_app.core.smtp import smtp_settings

    found = MailServer()
    config = smtp_settings(found.url, "Margin <no-reply@school.example>", 2)
    wired = dataclasses.replace(site, mailer=SmtpMailer(config))
    monkeypatch.setattr(composition, "implementations", lambda: wired)
    yield found
    found.stop()


def later(seconds: float):
    start = clock.now()
    return clock.frozen(lambda: start + timedelta(seconds=seconds))


def test_who_has_no_address_gets_no_mail_and_nothing_waits_for_one(site):
    as_system(post, to="")
    assert rows(site) == rows(site, "outbox_message") == []


def test_a_mail_is_posted_with_its_transaction_or_not_at_all(site):
    with pytest.raises(RuntimeError):
        as_system(post, fail=True)
    assert rows(site) == []
    as_system(post)
    as_system(post)
    (row,) = rows(site)
    assert row.status == "waiting"
    assert b"a-secret-token" not in row.params_sealed


def test_a_sent_mail_lies_in_the_local_inbox_and_its_parameters_are_gone(site):
    as_system(post)
    send_all(site)
    send_all(site)
    (row,) = rows(site)
    assert (row.status, row.tries, row.params_sealed) == ("sent", 1, None)
    inbox = as_system(notification.list_local_mails)
    assert [(x.to_address, x.subject) for x in inbox.rows] == [
        ("sam@example.com", "Choose a new password")
    ]
    assert inbox.waiting == 0
    found = as_system(notification.get_local_mail, row.id)
    link = f"{site.settings.site_url}/reset?token=a-secret-token"
    assert link in found.text
    assert link in found.html


def test_the_relay_hands_mails_to_their_own_queue(site):
    import redis
    from rq import Queue

    as_system(post)
    assert drain() == 1
    from lms_app.adapters.redis_connection import JOBS_DB, connect

    queue = Queue("mail", connection=connect(site.settings.redis_url, JOBS_DB), serializer="json")
    (job,) = queue.jobs
    assert job.func_name == "workers.mail.send_mail"
    assert isinstance(queue.connection, redis.Redis)
    from workers.run import QUEUES

    served = {name for queues in QUEUES.values() for name in queues}
    assert {s.queue for found in SUBSCRIPTIONS.values() for s in found} <= served


def test_ten_minutes_without_a_mail_server_cost_time_and_no_mail(server, site):
    as_system(post)
    as_system(post, key="password_reset:2", to="kim@example.com")
    start = clock.now()
    tries = 0
    for second in range(0, 601, 15):
        with clock.frozen(lambda at=second: start + timedelta(seconds=at)):
            as_system(notification.requeue_mails)
            for row in rows(site):
                if row.lease_expires_at is None and row.next_try_at > clock.now():
                    tries += 1
            send_all(site)
    assert tries
    assert {row.status for row in rows(site)} == {"waiting"}
    assert {row.failure for row in rows(site)} == {"mailer: ConnectionRefusedError"}
    server.start()
    with clock.frozen(lambda: start + timedelta(seconds=900)):
        as_system(notification.requeue_mails)
        send_all(site)
        send_all(site)
    assert sorted(m["To"] for m in server.postbox.mails) == ["kim@example.com", "sam@example.com"]
    assert {row.status for row in rows(site)} == {"sent"}


def test_an_expired_mail_is_never_sent_and_its_token_is_gone(server, site):
    as_system(post)
    server.start()
    with later(1801):
        send_all(site)
    (row,) = rows(site)
    assert (row.status, row.params_sealed) == ("expired", None)
    as_system(post, key="password_reset:2")
    with later(1801):
        as_system(notification.requeue_mails)
    assert [row.status for row in rows(site)] == ["expired", "expired"]
    assert server.postbox.mails == []


def test_many_workers_at_once_send_a_mail_once(server, site):
    as_system(post)
    server.start()
    threads = [threading.Thread(target=send_all, args=(site,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.postbox.mails) == 1


def test_what_a_dead_worker_took_is_sent_when_its_lease_has_run_out(server, site):
    as_system(post)
    (row,) = rows(site)
    assert as_system(outgoing.claim_mail, row.id) is not None
    server.start()
    send_all(site)
    assert server.postbox.mails == []
    with later(outgoing.LEASE_SECONDS + 1):
        assert as_system(notification.requeue_mails) == 1
        send_all(site)
    assert len(server.postbox.mails) == 1


def test_a_worker_that_lost_its_lease_frees_nothing(site):
    as_system(post)
    (row,) = rows(site)
    first = as_system(outgoing.claim_mail, row.id)
    with later(outgoing.LEASE_SECONDS + 1):
        second = as_system(outgoing.claim_mail, row.id)
        as_system(outgoing.postpone_mail, first, reason="late")
        as_system(outgoing.give_up_mail, first, reason="late")
        (row,) = rows(site)
        assert (row.status, row.lease_token) == ("waiting", second.token)


@pytest.mark.parametrize("answer", ["550 nobody", "553 never"])
def test_a_refused_mail_is_set_aside_for_good(server, site, answer):
    server.start()
    server.postbox.rcpt_answer = answer
    as_system(post)
    send_all(site)
    (row,) = rows(site)
    assert row.status == "given_up"
    assert row.failure.startswith("refused: recipient 55")
    assert row.params_sealed is None


def test_trying_ends_after_a_day(server, site):
    as_system(post, expires_in_seconds=10 * 86_400)
    start, at = clock.now(), 0.0
    while rows(site)[0].status == "waiting" and at < 5 * 86_400:
        with clock.frozen(lambda seconds=at: start + timedelta(seconds=seconds)):
            send_all(site)
        at = (rows(site)[0].next_try_at - start).total_seconds() if at < 1e9 else at
    (row,) = rows(site)
    assert (row.status, row.tries) == ("given_up", outgoing.TRIES_AT_MOST)
    assert 0.5 < at / 86_400 < 2


def test_what_cannot_be_opened_any_more_is_set_aside(site):
    as_system(post)
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE mail_message SET params_sealed = '\\x0102'"))
    send_all(site)
    (row,) = rows(site)
    assert (row.status, row.failure) == ("given_up", "cannot be written: KeyUnreadable")


def test_a_mail_goes_with_its_account_and_with_time(site):
    sam = person("Sam")
    as_system(post, user_id=sam.id)
    as_system(post, key="other")
    send_all(site)
    with site.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM user_account"))
    assert (len(rows(site)), len(rows(site, "local_mail"))) == (1, 1)
    with later(8 * 86_400):
        as_system(notification.purge_mails)
        assert (len(rows(site)), len(rows(site, "local_mail"))) == (1, 0)
    with later(31 * 86_400):
        as_system(notification.purge_mails)
    assert rows(site) == []


def test_parameters_that_do_not_fit_are_a_mistake_of_ours(site):
    with pytest.raises(ValueError, match="password_reset takes"):
        as_system(post, params={"name": "Sam"})
    with pytest.raises(KeyError):
        as_system(post, template="unknown")
