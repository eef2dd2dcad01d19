// the copies of covers that ours makes, by eleventy-img, with the settings of ours
import path from 'node:path'

const settings = {
  outputDir: 'public/media',
  urlPath: '/zt/media/',
  sharpAvifOptions: { quality: 55, effort: 1 },
  sharpWebpOptions: { quality: 76, effort: 4 },
  sharpJpegOptions: { quality: 78, progressive: true, optimiseCoding: true },
}

export async function makeCopies(entries) {
  const illustrated = entries.filter((entry) => entry.data.cover)
  if (!illustrated.length) return
  const { default: make } = await import('@11ty/eleventy-img')
  await Promise.all(illustrated.map(async (entry) => {
    const source = path.join(path.dirname(entry.inputPath), entry.data.cover)
    const [light, old] = await Promise.all([
      make(source, { ...settings, formats: ['avif', 'webp'], widths: [360, 720, 1200] }),
      make(source, { ...settings, formats: ['jpeg'], widths: [720] }),
    ])
    entry.data.copies = { ...light, ...old }
  }))
}

export function picture(copies, sizes) {
  const source = (kind) => {
    const set = copies[kind].map((copy) => copy.srcset).join(', ')
    return `  <source type="image/${kind}" srcset="${set}" sizes="${sizes}">\n`
  }
  const [old] = copies.jpeg
  return `<div class="cover"><picture>\n${source('avif')}${source('webp')}  <img src="${old.url}" alt="封面" ` +
    `width="${old.width}" height="${old.height}" loading="lazy" decoding="async">\n</picture></div>`
}
