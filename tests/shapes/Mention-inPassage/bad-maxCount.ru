# expect: Mention-inPassage MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <mention/877-879/茜橋> chiiki:inPassage <passage/877-879> . <project/1-1/work/3> chiiki:derivedFrom <passage/877-879> }
