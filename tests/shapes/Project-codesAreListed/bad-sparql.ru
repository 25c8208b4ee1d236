# expect: Project-codesAreListed SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>

DELETE WHERE { <listing/2-1> ?property ?value }
