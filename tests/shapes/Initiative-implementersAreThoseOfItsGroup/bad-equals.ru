# expect: Initiative-implementersAreThoseOfItsGroup EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE DATA { <project/1-1/initiative/2-1> chiiki:implementedBy <../agent/民間> }
