// The JavaScript client of Elasticsearch, doing client.reindex in the ways of its documentation. Prints what each way gave.
const { Client, errors } = require('@elastic/elasticsearch')

const client = new Client({ node: process.argv[2] })
const found = {}

async function fill () {
  const operations = Array.from({ length: 20 }, (_, n) => [
    { index: { _index: 'source', _id: String(n), routing: n % 2 ? 'odd' : undefined } },
    { n, kind: n % 2 ? 'odd' : 'even', secret: 'x' }
  ]).flat()
  const filled = await client.bulk({ operations, refresh: true })
  found.bulk = filled.errors === false && filled.items.length
  await client.index({ index: 'other', id: 'o', document: { n: 100 }, refresh: true })
}

const count = async (index, query) => (await client.count({ index, query })).count

const ways = {
  whole: async () => await client.reindex({ source: { index: 'source' }, dest: { index: 'whole' } }),
  again: async () => await client.reindex({ source: { index: 'source' }, dest: { index: 'whole' } }),
  query: async () => await client.reindex({ source: { index: 'source', query: { term: { 'kind.keyword': 'odd' } } }, dest: { index: 'query' }, refresh: true }),
  several: async () => await client.reindex({ source: { index: ['source', 'other'] }, dest: { index: 'several' } }),
  max_docs: async () => await client.reindex({ max_docs: 3, source: { index: 'source' }, dest: { index: 'max_docs' } }),
  sorted: async () => await client.reindex({ max_docs: 1, source: { index: 'source', sort: [{ n: 'desc' }] }, dest: { index: 'sorted' } }),
  filtered: async () => await client.reindex({ source: { index: 'source', _source: ['n', 'kind'], size: 7 }, dest: { index: 'filtered' } }),
  create: async () => await client.reindex({ conflicts: 'proceed', source: { index: 'source' }, dest: { index: 'max_docs', op_type: 'create' } }),
  external: async () => await client.reindex({ source: { index: 'source' }, dest: { index: 'external', version_type: 'external' } }),
  external_again: async () => await client.reindex({ conflicts: 'proceed', source: { index: 'source' }, dest: { index: 'external', version_type: 'external' } }),
  discard: async () => await client.reindex({ source: { index: 'source' }, dest: { index: 'discard', routing: 'discard' } }),
  routed: async () => await client.reindex({ source: { index: 'source' }, dest: { index: 'routed', routing: '=cat' } }),
  slices: async () => await client.reindex({ slices: 5, refresh: true, source: { index: 'source' }, dest: { index: 'slices' } }),
  auto: async () => await client.reindex({ slices: 'auto', source: { index: 'source' }, dest: { index: 'auto' } }),
  manual: async () => {
    let created = 0
    for (const id of [0, 1]) {
      created += (await client.reindex({ source: { index: 'source', slice: { id, max: 2 } }, dest: { index: 'manual' } })).created
    }
    return { created }
  },
  task: async () => {
    const { task } = await client.reindex({ source: { index: 'source' }, dest: { index: 'task' } , wait_for_completion: false })
    const ended = await client.tasks.get({ task_id: task, wait_for_completion: true })
    return { completed: ended.completed, ...ended.response }
  },
  rethrottled: async () => {
    const source = { index: 'source', size: 5 }
    const { task } = await client.reindex({ source, dest: { index: 'rethrottled' }, wait_for_completion: false, requests_per_second: 0.01 })
    const told = await client.reindexRethrottle({ task_id: task, requests_per_second: -1 })
    const ended = await client.tasks.get({ task_id: task, wait_for_completion: true })
    return { nodes: Object.keys(told.nodes).length, ...ended.response }
  },
  cancelled: async () => {
    const source = { index: 'source', size: 5 }
    const { task } = await client.reindex({ source, dest: { index: 'cancelled' }, wait_for_completion: false, requests_per_second: 0.01 })
    await client.tasks.cancel({ task_id: task })
    const ended = await client.tasks.get({ task_id: task, wait_for_completion: true })
    return { canceled: ended.response.canceled }
  },
  stream: async () => {
    await client.indices.putIndexTemplate({ name: 'logs', index_patterns: ['logs-app'], data_stream: {}, priority: 500 })
    await client.index({ index: 'plain', document: { '@timestamp': '2026-11-28T10:00:00Z', message: 'm' }, refresh: true })
    const into = await client.reindex({ source: { index: 'plain' }, dest: { index: 'logs-app', op_type: 'create' } })
    const out = await client.reindex({ source: { index: 'logs-app' }, dest: { index: 'from-stream' } })
    return { into: into.created, out: out.created }
  },
  missing: async () => await client.reindex({ source: { index: 'nothing' }, dest: { index: 'x' } }),
  itself: async () => await client.reindex({ source: { index: 'source' }, dest: { index: 'source' } }),
  unknown: async () => await client.reindex({ source: { index: 'source' }, dest: { index: 'x', junk: 1 } }),
  alias_required: async () => await client.reindex({ source: { index: 'source' }, dest: { index: 'x' }, require_alias: true })
}

async function main () {
  await fill()
  for (const [name, way] of Object.entries(ways)) {
    try {
      found[name] = await way()
    } catch (error) {
      if (!(error instanceof errors.ResponseError)) throw error
      found[name] = { status: error.statusCode, type: error.body.error?.type, ...(error.body.failures && { failures: error.body.failures.length }) }
    }
  }
  found.odd = await count('query', { range: { n: { gte: 0 } } })
  found.fields = Object.keys((await client.get({ index: 'filtered', id: '1' , routing: 'odd' }))._source)
  found.largest = (await client.search({ index: 'sorted' })).hits.hits[0]._source.n
  found.routings = [(await client.get({ index: 'discard', id: '1' }))._routing, (await client.get({ index: 'routed', id: '1', routing: 'cat' }))._routing]
  found.scrolled = 0
  for await (const document of client.helpers.scrollDocuments({ index: 'whole', size: 6 })) found.scrolled += document.n >= 0
  const helped = await client.helpers.bulk({ datasource: [{ a: 1 }, { a: 2 }], onDocument: () => ({ index: { _index: 'helped' } }) })
  found.helped = [helped.successful, helped.failed]
  console.log(JSON.stringify(found))
}

main().catch(error => { console.error(error); process.exit(1) })
