# expect: Mention-inPassage ClassConstraintComponent
# expect: Mention-passageIsOfItsThing SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <mention/877-879/茜橋> chiiki:inPassage ?value } INSERT { <mention/877-879/茜橋> chiiki:inPassage <passage/0-9999> } WHERE { <mention/877-879/茜橋> chiiki:inPassage ?value }
