export default { layout: 'entry.njk', permalink: (data) => `entries/${data.page.fileSlug}/` }
