"""``elasticsearch.dsl`` over a store in this process: documents as classes, searches as expressions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import docstore

pytest.importorskip("elasticsearch.dsl")

from elasticsearch import ConflictError, NotFoundError
from elasticsearch.dsl import A, Date, Document, Index, Integer, Keyword, MultiSearch, Q, Search, Text, UpdateByQuery


class Post(Document):
    title = Text(fields={"raw": Keyword()})
    tags = Keyword(multi=True)
    likes = Integer()
    day = Date()

    class Index:
        name = "posts"
        settings = {"number_of_shards": 1, "number_of_replicas": 0}


@pytest.fixture
def client(store: docstore.Store) -> Any:
    client = store.elasticsearch()
    Post.init(using=client)
    for number in range(12):
        tags = ["even" if number % 2 == 0 else "odd", f"t{number % 3}"]
        post = Post(title=f"Post number {number}", tags=tags, likes=number, day=date(2026, 1 + number % 4, 1), meta={"id": str(number)})
        assert post.save(using=client, refresh=True) == "created"
    return client


def test_a_document_is_saved_found_changed_and_deleted(client: Any, store: docstore.Store) -> None:
    mapping = store.indices.get_mapping(index="posts")["posts"]["mappings"]["properties"]
    assert mapping["title"] == {"type": "text", "fields": {"raw": {"type": "keyword"}}}
    post = Post.get(id="3", using=client)
    assert (post.title, list(post.tags), str(post.day)[:10]) == ("Post number 3", ["odd", "t0"], "2026-04-01")
    assert post.update(using=client, likes=30) == "updated"
    stale = Post.get(id="3", using=client)
    post.likes = 31
    post.save(using=client)
    stale.likes = 0
    with pytest.raises(ConflictError):
        stale.save(using=client)
    assert Post.get(id="3", using=client).likes == 31
    post.delete(using=client)
    with pytest.raises(NotFoundError):
        Post.get(id="3", using=client)
    assert Post.exists(id="4", using=client)
    assert [found.title for found in Post.mget(["1", "2"], using=client) if found] == ["Post number 1", "Post number 2"]


def test_searches_are_expressions(client: Any) -> None:
    search = Post.search(using=client).query("match", title="post").filter("term", tags="even").exclude(Q("range", likes={"gt": 8}))
    assert search.count() == 5
    assert [post.likes for post in search.sort("-likes")[:2]] == [8, 6]
    assert all(isinstance(post, Post) for post in search)
    assert len(list(Post.search(using=client).scan())) == 12
    both = Q("term", tags="odd") & ~Q("term", tags="t1") | Q("ids", values=["0"])
    assert sorted(post.likes for post in Post.search(using=client).query(both)) == [0, 3, 5, 9, 11]
    assert Search(using=client, index="posts").source(["likes"]).extra(size=1).execute().hits[0].to_dict().keys() == {"likes"}


def test_aggregations_are_trees(client: Any) -> None:
    search = Post.search(using=client)[:0]
    search.aggs.bucket("tags", A("terms", field="tags", order={"_key": "asc"})).metric("likes", "avg", field="likes")
    months = search.aggs.bucket("months", "date_histogram", field="day", calendar_interval="month")
    months.pipeline("all", "cumulative_sum", buckets_path="_count")
    found = search.execute()
    tags = [(bucket.key, bucket.doc_count, bucket.likes.value) for bucket in found.aggregations.tags]
    assert tags[:2] == [("even", 6, 5.0), ("odd", 6, 6.0)]
    assert [bucket["all"].value for bucket in found.aggregations.months.buckets] == [3, 6, 9, 12]


def test_several_searches_and_updates_by_query(client: Any, store: docstore.Store) -> None:
    several = MultiSearch(using=client, index="posts").add(Search().filter("term", tags="t0")).add(Search().filter("term", tags="odd"))
    assert [answer.hits.total.value for answer in several.execute()] == [4, 6]
    assert UpdateByQuery(using=client, index="posts").query("term", tags="t1").execute().updated == 4
    Post.search(using=client).filter("term", tags="t2").delete()
    assert store.count(index="posts")["count"] == 8
    index = Index("posts", using=client)
    assert index.clone("posts-2").exists() is False
    assert index.delete()["acknowledged"]
    assert store.check() == []
