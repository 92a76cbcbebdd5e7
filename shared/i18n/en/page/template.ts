import type { Translation } from '../../catalog.ts'
import type { template as kk } from '../../kk/page/template.ts'

/** Patterns of a public answer by kind of problem. Whoever answers adds their own words. */
export const template: Translation<typeof kk> = {
  outage: {
    name: 'Heat, water, light, gas',
    text: 'We have your report: {topic}. The company in charge knows of it, and the cause is being found.',
    next: 'We check the work of the emergency crew and say when it will run again',
  },
  repair: {
    name: 'House and yard',
    text: 'We have your report: {topic}. We spoke to those who look after the house and will see it on the spot.',
    next: 'A specialist comes and writes down what will be done by when',
  },
  roads: {
    name: 'Roads and transport',
    text: 'We have your report: {topic}. We know who is in charge of the place; if it is dangerous, a sign comes first.',
    next: 'We look at it together with the road service and set the day of repair',
  },
  clean: {
    name: 'Waste and environment',
    text: 'We have your report: {topic}. We told those who keep the place clean.',
    next: 'We go there and take a photo of what has been cleared',
  },
  people: {
    name: 'Health, education, social help',
    text: 'We have your report: {topic}. We asked the head of the institution to explain.',
    next: 'We get their answer and tell you what was done',
  },
  papers: {
    name: 'Papers, land, rights',
    text: 'We have your report: {topic}. We know which body must decide, and are preparing an official letter.',
    next: 'We send the letter and show its number and deadline here',
  },
  visit: {
    name: 'A visit',
    text: 'We have your report: {topic}. We go there to see for ourselves.',
    next: 'We check on the spot and write what we saw',
  },
}
