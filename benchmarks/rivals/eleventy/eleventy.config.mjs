// the site that ours is measured against: Markdown through Nunjucks layouts, with Eleventy's own means
import { makeCopies, picture } from './pictures.mjs'

const byWeight = (one, other) => one.data.weight - other.data.weight
const heading = /<h2>(.*?)<\/h2>/g

export default function (config) {
  config.setInputDirectory('content')
  config.setIncludesDirectory('../_includes')
  config.setOutputDirectory('public')
  config.setDataDirectory('_data')
  config.addCollection('walk', async (api) => {
    const entries = api.getFilteredByGlob('content/entries/**/*.md').sort(byWeight)
    await makeCopies(entries)
    for (const language of [undefined, 'en']) {
      const walk = entries.filter((entry) => entry.data.language === language)
      walk.forEach((entry, at) => {
        entry.data.before = walk[at - 1]
        entry.data.after = walk[at + 1]
      })
    }
    return entries
  })
  config.addFilter('on', (entries, track, language) =>
    entries.filter((entry) => entry.data.language === language && (!track || entry.data.track === track)))
  config.addFilter('anchored', (html) => html.replace(heading, '<h2 id="s-$1">$1</h2>'))
  config.addFilter('headings', (html) => [...html.matchAll(heading)].map((found) => found[1]))
  // a page of the same language
  config.addFilter('link', function (address) {
    return (this.ctx.language ? '/zt/en' : '/zt') + address
  })
  config.addFilter('picture', picture)
  return { htmlTemplateEngine: 'njk', markdownTemplateEngine: false, pathPrefix: '/zt/' }
}
