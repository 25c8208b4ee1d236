# expect: Mention-liesInItsPassage SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <mention/588-590/茜港> chiiki:inPassage ?value } INSERT { <mention/588-590/茜港> chiiki:inPassage <passage/573-581> } WHERE { <mention/588-590/茜港> chiiki:inPassage ?value }
