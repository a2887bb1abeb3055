/** 文书: papers the server draws when they are asked for, as links. */
import { Icon } from '../parts.tsx'

export interface Paper {
  name: string
  /** `visit-record/<id>.docx`, as `GET /documents/…` knows it. */
  path: string
}

const FORMS: Record<string, string> = { xlsx: 'Excel', docx: 'Word', pdf: 'PDF', zip: 'ZIP' }

export function Papers({ papers }: { papers: Paper[] }) {
  return (
    <section class="card" aria-labelledby="papers">
      <header>
        <h2 id="papers">文书</h2>
      </header>
      <ul class="cells">
        {papers.map(({ name, path }) => (
          <li key={path}>
            <a class="cell" href={`/api/v1/documents/${path}`} download>
              <Icon name="doc" />
              <span class="grow">{name}</span>
              <span class="quiet">{FORMS[path.slice(path.lastIndexOf('.') + 1)]}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
