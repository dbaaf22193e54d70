// Search in the static site. The page holds a list of everything; pathfinderIndex (search/index.js) has a row for each
// of its lines: the words of the title and all words, folded, then the text and its language.
// Words are read and compared as reports/terms.py and reports/find.py do; tests/browser/test_static_site.py holds
// the two to each other.
"use strict"

{
  const MOST_SHOWN = 100
  const MOST_TERMS = 10
  const LONGEST_EXCERPT = 240
  const BEFORE = 60

  const ON_LETTERS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200c\u200d"
  const WORD = new RegExp(`[\\p{L}\\p{N}](?:[\\p{L}\\p{N}]|[${ON_LETTERS}])*`, "gu")
  const TYPED = /["“”„«»]([^"“”„«»]+)["“”„«»]|([^\s"“”„«»'’ʼ]+)/gu
  const ARABIC = {"ى": "ي", "ی": "ي", "ة": "ه", "ٱ": "ا", "ک": "ك", "ء": "", "ـ": ""}

  const digit = letter => String((letter.codePointAt(0) - 0x660) % 0x90 % 10)

  function folded(text) {
    return text.normalize("NFKD").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ").replace(/\p{Mn}/gu, "")
      .replace(/[ىیةٱکءـ]/g, letter => ARABIC[letter])
      .replace(/[٠-٩۰-۹]/g, digit)
  }

  // Without the article that Arabic writes before a word, and the ending that its plural does not have.
  function bare(word) {
    const start = (word.match(/^(?:[وبفك]?ال|لل)(?=[\p{L}\p{N}]{3})/u) || [""])[0].length
    return word.slice(start, /[\p{L}\p{N}]{3}ه$/u.test(word) ? -1 : undefined)
  }

  function wordsIn(text) {
    return [...text.matchAll(WORD)]
      .map(match => ({
        start: match.index,
        end: match.index + match[0].length,
        folded: bare(folded(match[0]).replace(/[^\p{L}\p{N}]/gu, "")).slice(0, 64),
      }))
      .filter(word => word.folded)
  }

  function termsOf(typed) {
    const terms = [...typed.slice(0, 200).matchAll(TYPED)]
      .map(match => ({words: wordsIn(match[1] || match[2]).map(word => word.folded), quoted: Boolean(match[1])}))
      .filter(term => term.words.length)
    const telling = terms.filter(({words}) => words.length > 1 || words[0].length > 1 || /\d/.test(words[0]))
    return (telling.length ? telling : terms)
      .map(term => ({...term, row: ` ${term.words.join(" ")}${term.quoted ? " " : ""}`}))
      .slice(0, MOST_TERMS)
  }

  // Those with every term, the ones with all of them in the title first.
  function found(terms) {
    const has = row => terms.every(term => row.includes(term.row))
    const hits = pathfinderIndex.map((_row, place) => place).filter(place => has(pathfinderIndex[place][1]))
    const inTitle = hits.filter(place => has(pathfinderIndex[place][0]))
    return [...inTitle, ...hits.filter(place => !inTitle.includes(place))]
  }

  function isHit(word, terms) {
    return terms.some(term => term.words.some(wanted => word.folded.startsWith(wanted)))
  }

  // An element with the part of the text around the first hit, in which hits are marked.
  function excerpt(text, language, terms) {
    const hits = wordsIn(text).filter(word => isHit(word, terms))
    const from = text.length > LONGEST_EXCERPT && hits.length ? Math.max(0, hits[0].start - BEFORE) : 0
    const to = Math.min(text.length, from + LONGEST_EXCERPT)
    const line = document.createElement("p")
    line.className = "found-text"
    line.lang = language
    line.dir = language === "ar" ? "rtl" : "ltr"
    let at = from
    line.append(from ? "…" : "")
    for (const hit of hits.filter(word => word.end <= to)) {
      const mark = document.createElement("mark")
      mark.textContent = text.slice(hit.start, hit.end)
      line.append(text.slice(at, hit.start), mark)
      at = hit.end
    }
    line.append(text.slice(at, to), to < text.length ? "…" : "")
    return line
  }

  const form = document.getElementById("static-search")
  const field = document.getElementById("q")
  const status = document.getElementById("count")
  const results = document.getElementById("results")
  const everything = document.getElementById("everything")
  const lines = [...everything.querySelectorAll("li")]

  function result(place, terms) {
    const [kind, title, line] = ["p", "h2", "li"].map(name => document.createElement(name))
    kind.className = "found-kind"
    kind.textContent = lines[place].closest("section").querySelector("h2").textContent
    title.className = "found-title"
    title.append(lines[place].querySelector("a").cloneNode(true))
    line.append(kind, title)
    const [, , text, language] = pathfinderIndex[place]
    if (text) line.append(excerpt(text, language, terms))
    return line
  }

  function said(hits, isTooShort) {
    const {results, first, none, short} = status.dataset
    if (isTooShort) return short
    if (!hits.length) return none
    const count = results.replace("{count}", hits.length)
    return hits.length > MOST_SHOWN ? `${count}. ${first.replace("{count}", MOST_SHOWN)}` : count
  }

  function search() {
    const typed = field.value.trim()
    const terms = termsOf(typed)
    const isTooShort = terms.flatMap(term => term.words).join("").length < 2
    const hits = isTooShort ? [] : found(terms)
    results.replaceChildren(...hits.slice(0, MOST_SHOWN).map(place => result(place, terms)))
    results.hidden = !hits.length
    everything.hidden = Boolean(typed)
    status.textContent = typed ? said(hits, isTooShort) : ""
  }

  form.addEventListener("submit", event => {
    event.preventDefault()
    search()
  })
  form.hidden = false
  // What was typed into the box at the head of another page comes in the address.
  field.value = new URLSearchParams(location.search).get("q") || ""
  if (field.value) search()
}
