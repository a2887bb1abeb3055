/** What the server refused, in its own words, every fault at once; live children of a void are listed as links. */
import { at } from './address.ts'
import type { Writing } from './writing.ts'

const CHILD = /(\w+) ([0-9a-f-]{36})$/

export function Refusal({ writing: { said, faults } }: { writing: Writing }) {
  if (!said) return null
  return (
    <div class="fault" role="alert">
      <p>{said}</p>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.path} ${fault.message}`}>
            <Words message={fault.message} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Words({ message }: { message: string }) {
  const child = CHILD.exec(message)
  if (!child) return <>{message}</>
  return (
    <>
      {message.slice(0, child.index)}
      <a href={at(`entry/${child[2]}`)}>{child[2]!.slice(0, 8)}</a>
    </>
  )
}
