export default {
  layout: 'entry.njk',
  permalink: (data) => `${data.language ? 'en/' : ''}entries/${data.slug}/`,
}
