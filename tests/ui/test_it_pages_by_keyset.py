"""Walking the pages forwards then backwards meets every row once, in order, whatever the order and the size."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.identity.models import User
from maille.ui import keyset

ORDERS = [("id",), ("-id",), ("name", "id"), ("-name", "id"), ("name", "-id"), ("name", "-is_active", "id")]


def walk(queryset, order, size, step="next_query", told=None):
    """Every page from the first, following one kind of link."""
    pages = [keyset.page(queryset, order, QueryDict("q=x"), size, told=told)]
    while query := getattr(pages[-1], step):
        assert "q=x" in query
        pages.append(keyset.page(queryset, order, QueryDict(query), size, told=told))
    return pages


@pytest.mark.django_db(transaction=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    rows=st.lists(st.tuples(st.sampled_from("abÉz"), st.booleans()), max_size=14),
    order=st.sampled_from(ORDERS),
    size=st.integers(1, 5),
)
def test_it_meets_every_row_once_in_both_directions(db, rows, order, size):
    User.objects.all().delete()
    User.objects.bulk_create(User(email=None, name=name, is_active=active) for name, active in rows)
    expected = [user.pk for user in User.objects.order_by(*order)]
    pages = walk(User.objects.all(), order, size)
    assert [row.pk for page in pages for row in page] == expected
    assert not pages[0].previous_query
    told = walk(User.objects.all(), order, size, told=User.objects.select_related("person"))
    assert [(list(each), each.next_query) for each in told] == [(list(each), each.next_query) for each in pages]
    back = [pages[-1]]
    while query := back[-1].previous_query:
        back.append(keyset.page(User.objects.all(), order, QueryDict(query), size))
    assert [row.pk for page in reversed(back) for row in page] == expected


@pytest.mark.django_db
def test_it_asks_two_queries_at_most(django_assert_max_num_queries):
    User.objects.bulk_create(User(email=None, name=f"n{number}") for number in range(30))
    first = keyset.page(User.objects.all(), ("name", "id"), QueryDict(), 10)
    with django_assert_max_num_queries(2):
        keyset.page(User.objects.all(), ("name", "id"), QueryDict(first.next_query), 10)
    with django_assert_max_num_queries(3):
        keyset.page(User.objects.all(), ("name", "id"), QueryDict(first.next_query), 10, told=User.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["apres=", "apres=abc", "apres=²", "apres=999999999999999999999", "avant=12"])
def test_it_shows_the_first_page_when_the_address_means_nothing(asked):
    User.objects.bulk_create(User(email=None, name=f"n{number}") for number in range(3))
    page = keyset.page(User.objects.all(), ("name", "id"), QueryDict(asked), 2)
    assert [user.name for user in page] == ["n0", "n1"]
    assert not page.previous_query


@pytest.mark.django_db
def test_it_starts_again_when_nothing_is_left_beyond():
    User.objects.bulk_create(User(email=None, name=f"n{number}") for number in range(2))
    last = User.objects.order_by("name").last()
    assert len(keyset.page(User.objects.all(), ("name", "id"), QueryDict(f"apres={last.pk}"), 5)) == 2


@pytest.mark.django_db
def test_it_never_puts_a_value_in_the_address():
    User.objects.bulk_create(User(email=None, name=f"Amina {number}") for number in range(3))
    page = keyset.page(User.objects.all(), ("name", "id"), QueryDict("q=a"), 1)
    assert "Amina" not in page.next_query


@pytest.mark.django_db
def test_it_pages_dictionaries():
    User.objects.bulk_create(User(email=None, name=f"n{number}") for number in range(3))
    rows = User.objects.values("id", "name")
    page = keyset.page(rows, ("name", "id"), QueryDict(), 2)
    assert [row["name"] for row in keyset.page(rows, ("name", "id"), QueryDict(page.next_query), 2)] == ["n2"]
