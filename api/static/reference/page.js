// Draws the OpenAPI text as a page: requests first, then the data they carry. Everything is set as text, never as markup.
'use strict'

const REF = '#/components/schemas/'

function make(tag, attributes = {}, ...children) {
  const element = Object.assign(document.createElement(tag), attributes)
  element.append(...children.filter((child) => child !== null && child !== ''))
  return element
}

const nameOf = (ref) => ref.slice(REF.length)
const anchor = (name) => `#${encodeURIComponent(name)}`
const link = (name) => make('a', { href: anchor(name) }, make('code', {}, name))

/** A schema in a few words, with links to the named ones. */
function form(schema) {
  if (!schema) return ['']
  if (schema.$ref) return [link(nameOf(schema.$ref))]
  const several = schema.oneOf || schema.anyOf || schema.allOf
  if (several) return several.flatMap((one, index) => (index ? [schema.allOf ? ' 并 ' : ' 或 ', ...form(one)] : form(one)))
  if (schema.enum || schema.const !== undefined) return [make('code', {}, (schema.enum || [schema.const]).join(' · '))]
  if (schema.type === 'array') return ['列表：', ...form(schema.items)]
  if (schema.type === 'object' && schema.additionalProperties?.type) return ['键 → ', ...form(schema.additionalProperties)]
  const words = { string: '文字', integer: '整数', number: '数', boolean: '是否', object: '对象', null: 'null' }
  const bounds = [
    schema.format,
    schema.minimum !== undefined && `≥ ${schema.minimum}`,
    schema.maximum !== undefined && `≤ ${schema.maximum}`,
    schema.maxLength && `最多 ${schema.maxLength} 字`,
    schema.maxItems && `最多 ${schema.maxItems} 项`,
    schema.pattern,
  ].filter(Boolean)
  return [[words[schema.type] || '', ...bounds].join(' ')]
}

function example(schema) {
  const found = schema.examples?.[0] ?? (schema.oneOf || schema.anyOf || []).map((one) => one.examples?.[0]).find((one) => one !== undefined)
  return found === undefined ? '' : make('code', {}, JSON.stringify(found))
}

const row = (...cells) => make('tr', {}, ...cells.map((cell) => make('td', {}, ...[cell].flat())))
const head = (...names) => make('tr', {}, ...names.map((name) => make('th', { scope: 'col' }, name)))

function fields(schema) {
  const required = new Set(schema.required || [])
  const rows = Object.entries(schema.properties || {}).map(([name, field]) =>
    row(make('code', {}, name), required.has(name) ? '必填' : '', form(field), [field.description || ''], example(field)),
  )
  return rows.length ? make('table', {}, head('字段', '', '形式', '含义', '例'), ...rows) : make('p', {}, ...form(schema))
}

function request(path, method, operation) {
  const body = Object.entries(operation.requestBody?.content || {})
  const answers = Object.entries(operation.responses).map(([status, answer]) => {
    const [type, content] = Object.entries(answer.content || {})[0] || []
    return row(make('code', {}, status), answer.description, type ? [make('code', {}, type), ' ', ...form(content.schema)] : '')
  })
  const asked = (operation.parameters || []).map((one) =>
    row(make('code', {}, one.name), one.required ? '必填' : '', form(one.schema), one.description || ''),
  )
  const title = [make('span', { className: 'method' }, method.toUpperCase()), ' ', make('code', {}, path), ' ', operation.summary || '']
  return make(
    'details',
    {},
    make('summary', {}, ...title),
    make(
      'div',
      {},
      make('p', {}, operation.description || ''),
      make('p', { className: 'quiet' }, `谁可以：${operation['x-roles'] || ''}`),
      asked.length ? make('table', {}, head('参数', '', '形式', '含义'), ...asked) : null,
      body.length ? make('p', {}, '内容 ', ...body.flatMap(([type, one]) => [make('code', {}, type), ' ', ...form(one.schema)])) : null,
      make('table', {}, head('状态', '', '回答'), ...answers),
    ),
  )
}

function data(name, schema) {
  const words = schema.description ? make('p', {}, schema.description) : null
  const choices = schema.oneOf ? make('p', {}, ...form(schema)) : fields(schema)
  return make('details', { id: name }, make('summary', {}, make('code', {}, name)), make('div', {}, words, choices))
}

function draw(text) {
  document.getElementById('about').textContent = text.info.description
  const requests = Object.entries(text.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => request(path, method, operation)),
  )
  const named = Object.entries(text.components.schemas).map(([name, schema]) => data(name, schema))
  document.getElementById('main').replaceChildren(make('h2', {}, '请求'), ...requests, make('h2', {}, '数据'), ...named)
}

function find(words) {
  for (const one of document.querySelectorAll('details')) {
    one.hidden = words !== '' && !one.textContent.toLowerCase().includes(words)
  }
}

function open() {
  const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (wanted instanceof HTMLDetailsElement) {
    wanted.hidden = false
    wanted.open = true
    wanted.scrollIntoView()
  }
}

fetch('../schema/openapi.json')
  .then((answer) => answer.json())
  .then(draw)
  .then(open)
  .catch(() => {
    document.getElementById('main').textContent = '接口说明读不出来，请稍后再试。'
  })
document.getElementById('find').addEventListener('input', (event) => find(event.target.value.trim().toLowerCase()))
addEventListener('hashchange', open)
