package tomlfile

// Near returns the known word that a mistyped one was most likely meant to be, "" if none is near: at most a third of
// its letters, or one of two, wrong, missing, too many or swapped. Of words equally near, the first of the same length
// is taken, else the first: 未通过 was meant to be 不通过, not 通过.
func Near(word string, known []string) string {
	best, bestScore := "", 0
	for _, k := range known {
		letters, otherLetters := []rune(word), []rune(k)
		d, length := distance(letters, otherLetters), max(len(letters), len(otherLetters))
		score := 2 * d
		if len(letters) != len(otherLetters) {
			score++
		}
		if d <= max(1, length/3) && d < length && (best == "" || score < bestScore) {
			best, bestScore = k, score
		}
	}
	return best
}

// distance counts the insertions, deletions, replacements and swaps of neighbours that make b of a.
func distance(a, b []rune) int {
	if len(a) > 64 || len(b) > 64 {
		return len(a) + len(b)
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
