import { Wall } from './elements/wall.ts'

customElements.define('db-wall', Wall)
