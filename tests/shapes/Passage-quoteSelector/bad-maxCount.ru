# expect: Passage-quoteSelector MaxCountConstraintComponent
# expect: Passage-wordsAreItsQuote SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
  <passage/1116-1123> oa:hasSelector <passage/1116-1123/other> .
  <passage/1116-1123/other>
    a oa:TextQuoteSelector ;
    oa:exact "避難訓練の計画" .
}
