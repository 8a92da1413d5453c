import os

import psycopg2
import pytest
import redis
from django.conf import settings

from secmods import embedded, processes


def ask(home, sql):
    connection = psycopg2.connect(embedded.database_url(home, "postgres"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_addresses_follow_from_the_home_alone(tmp_path):
    assert embedded.database_url(tmp_path) == embedded.database_url(tmp_path)
    assert embedded.database_url(tmp_path) != embedded.database_url(tmp_path / "other")


def test_a_home_too_deep_for_a_socket_keeps_its_sockets_in_the_temporary_folder(tmp_path):
    near, deep = tmp_path / "h", tmp_path / ("deep" * 30)
    assert len(str(embedded.socket_folder(deep) / "pg" / ".s.PGSQL.5432")) < 107
    assert embedded.socket_folder(deep) != embedded.socket_folder(deep / "er")
    assert len(str(near)) > embedded.LONGEST_SOCKET_FOLDER or embedded.socket_folder(near) == near / "run"


def test_a_home_with_a_space_or_a_comma_in_its_path_works_too(tmp_path):
    for name in ("my files", "a,b", "größe"):
        assert embedded.socket_folder(tmp_path / name).parent != tmp_path / name


def test_a_socket_folder_that_somebody_could_have_planted_is_refused(tmp_path):
    assert embedded.private(tmp_path / "ours").stat().st_mode & 0o777 == 0o700
    (tmp_path / "link").symlink_to(tmp_path / "ours")
    with pytest.raises(embedded.ServiceError, match="belongs to somebody else"):
        embedded.private(tmp_path / "link")


def test_text_sorts_alike_on_every_machine(services):
    assert ask(services, "SELECT datlocprovider FROM pg_database WHERE datname = 'template1'") == "b"
    assert ask(services, "SELECT datlocale FROM pg_database WHERE datname = 'template1'") == "C.UTF-8"
    assert ask(services, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template1'") == "UTF8"
    assert ask(services, "SELECT lower('ÉÄ')") == "éä"


def test_postgresql_cannot_be_reached_from_the_network(services):
    assert ask(services, "SHOW listen_addresses") == ""


def test_each_test_worker_has_its_own_number_in_redis(services):
    client = redis.Redis(unix_socket_path=str(embedded.redis_socket(services)), db=embedded.REDIS_DATABASES - 1)
    assert client.ping() is True
    client.close()
    assert settings.REDIS_URL.startswith(f"redis+socket://{embedded.redis_socket(services)}?virtual_host=")


def test_redis_never_throws_a_message_away_and_keeps_nothing_on_disk(services):
    client = redis.Redis(unix_socket_path=str(embedded.redis_socket(services)))
    kept = client.config_get("*")
    client.close()
    assert (kept["maxmemory-policy"], kept["save"], kept["appendonly"], kept["port"]) == ("noeviction", "", "no", "0")


def test_services_of_a_home_end_with_their_block_and_start_again_on_the_same_data(tmp_path):
    with embedded.running(tmp_path / "home", durable=False):
        ask(tmp_path / "home", "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7) RETURNING n")
        assert len(processes.belonging_to(tmp_path / "home")) == 2
    assert processes.belonging_to(tmp_path / "home") == []
    with embedded.running(tmp_path / "home", durable=False):
        assert ask(tmp_path / "home", "SELECT n FROM kept") == 7


def test_services_start_after_both_were_killed_and_their_locks_lie_about(tmp_path):
    home = tmp_path / "home"
    with embedded.running(home, durable=True):
        ask(home, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7) RETURNING n")
        processes.send(processes.belonging_to(home), 9)
        assert processes.gone(home, 5)
    (home / "postgres" / "postmaster.pid").write_text("1\n")
    with embedded.running(home, durable=False):
        assert ask(home, "SELECT n FROM kept") == 7


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand the data to another account")
def test_data_made_under_another_account_is_taken_over(tmp_path):
    home = tmp_path / "home"
    with embedded.running(home, durable=False, with_redis=False):
        pass
    for entry in (home / "postgres", *(home / "postgres").rglob("*")):
        os.chown(entry, 1, 1)
    with embedded.running(home, durable=False, with_redis=False):
        assert ask(home, "SELECT 1") == 1


def test_a_service_that_cannot_start_says_why_in_one_sentence(tmp_path):
    home = tmp_path / "home"
    with embedded.running(home, durable=False, with_postgres=False):
        pass
    service = embedded.redis(home)
    service.argv.append("--no-such-setting")
    with pytest.raises(embedded.ServiceError, match=r"^Redis did not start; the last line of .*redis\.log is: "):
        embedded.launch(service, home)
    assert processes.belonging_to(home) == []
