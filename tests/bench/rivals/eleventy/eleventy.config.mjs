// the site that ours is measured against: Markdown through Nunjucks layouts, with Eleventy's own means
const byWeight = (one, other) => one.data.weight - other.data.weight
const heading = /<h2>(.*?)<\/h2>/g

export default function (config) {
  config.setInputDirectory('content')
  config.setIncludesDirectory('../_includes')
  config.setOutputDirectory('public')
  config.setDataDirectory('_data')
  config.addCollection('walk', (api) => {
    const walk = api.getFilteredByGlob('content/entries/*.md').sort(byWeight)
    walk.forEach((entry, at) => {
      entry.data.before = walk[at - 1]
      entry.data.after = walk[at + 1]
    })
    return walk
  })
  config.addFilter('on', (walk, track) => (track ? walk.filter((entry) => entry.data.track === track) : walk))
  config.addFilter('anchored', (html) => html.replace(heading, '<h2 id="s-$1">$1</h2>'))
  config.addFilter('headings', (html) => [...html.matchAll(heading)].map((found) => found[1]))
  return { htmlTemplateEngine: 'njk', markdownTemplateEngine: false, pathPrefix: '/zt/' }
}
