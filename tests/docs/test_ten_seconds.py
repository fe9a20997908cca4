"""The five questions of a reader who sees the screen for the first time: the words of every answer stand on it."""

import re

GUIDE, README = "docs/guides/read-the-verdict.md", "README.md"
QUESTIONS = ["Who wins?", "By how much?", "How sure?", "Where does it lose?", "What is cheaper?"]


def test_every_answer_stands_on_the_first_screen(project):
    screen = re.search(r"\$ podsim compare support_desk\n(.*?)```", (project / README).read_text(), re.DOTALL).group(1)
    assert len(screen.splitlines()) <= 25
    said = " ".join(screen.split())
    rows = re.findall(r"^\| ([A-Z][^|]*\?) \| [^|]+ \| (`[^|]+`) \|$", (project / GUIDE).read_text(), re.MULTILINE)
    assert [question for question, _ in rows] == QUESTIONS
    for question, words in rows:
        phrases = re.findall(r"`([^`]+)`", words)
        assert phrases, question
        for phrase in phrases:
            assert phrase in said, (question, phrase)


def test_the_sentence_answers_the_first_two_alone(project):
    """Before any number of the table is read."""
    screen = (project / README).read_text().partition("$ podsim compare support_desk\n")[2].splitlines()
    sentence = " ".join(" ".join(screen[1:4]).split()).partition(").")[0]
    assert len(sentence.split()) <= 35
    for part in ("a fifth sooner", "better on mail (28% sooner)", "worse on voice (17% later"):
        assert part in sentence
